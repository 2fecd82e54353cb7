# Written by scripts/make-suite.ts: W1 with ternary weights.

import "w1.nf"

network W1Ternary {
  input maps: u3[4, 500, 500], scale 1/7
  weights random(1)
  precision weights ternary, activations 3b

  maps |> output features: Layers
}
