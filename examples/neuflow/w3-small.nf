# Written by scripts/make-suite.ts: W3 of a smaller picture, quick enough to verify down to the RTL.

import "w3.nf"

network W3Small {
  input plane: u3[1, 172, 164], scale 1/7
  weights random(3)
  precision weights 6b, activations 3b

  plane |> output faces: Layers
}
