# Written by scripts/make-suite.ts: W5 of a smaller picture, quick enough to verify down to the RTL.

import "w5.nf"

network W5Small {
  input image: u3[3, 120, 160], scale 1/7
  weights random(5)
  precision weights 6b, activations 3b

  image |> output features: Layers
}
