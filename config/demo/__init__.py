"""The demonstration (演示数据): real communities, invented homes, people and papers.

Everything goes through the same services as in an installation; nothing is written around them.
"""
