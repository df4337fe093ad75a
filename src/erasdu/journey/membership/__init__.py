"""An organisation's place in the consortium, per grant agreement."""
