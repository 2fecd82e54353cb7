# Written by scripts/make-suite.ts: W4 of a smaller picture, quick enough to verify down to the RTL.

import "w4.nf"

network W4Small {
  input image: u3[3, 120, 160], scale 1/7
  weights random(4)
  precision weights 6b, activations 3b

  image |> output features: Layers
}
