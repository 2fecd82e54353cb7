# Written by scripts/make-suite.ts: W2 of a smaller picture, quick enough to verify down to the RTL.

import "w2.nf"

network W2Small {
  input plane: u3[1, 200, 200], scale 1/7
  weights random(2)
  precision weights 6b, activations 3b

  plane |> output features: Layers
}
