# Written by scripts/make-suite.ts: W5 with ternary weights.

import "w5.nf"

network W5Ternary {
  input image: u3[3, 240, 320], scale 1/7
  weights random(5)
  precision weights ternary, activations 3b

  image |> output features: Layers
}
