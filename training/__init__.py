"""How the shipped reading model is made: from the development data to an int8 ONNX file.

Nothing here runs when onrecord is used. See README.md beside this file for the commands, in order.
"""
