"""Journeys through the product, the rules of the house, and the cast."""
