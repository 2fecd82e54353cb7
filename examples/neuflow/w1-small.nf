# Written by scripts/make-suite.ts: W1 of a smaller picture, quick enough to verify down to the RTL.

import "w1.nf"

network W1Small {
  input maps: u3[4, 250, 250], scale 1/7
  weights random(1)
  precision weights 6b, activations 3b

  maps |> output features: Layers
}
