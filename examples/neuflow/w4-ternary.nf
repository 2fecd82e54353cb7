# Written by scripts/make-suite.ts: W4 with ternary weights.

import "w4.nf"

network W4Ternary {
  input image: u3[3, 240, 320], scale 1/7
  weights random(4)
  precision weights ternary, activations 3b

  image |> output features: Layers
}
