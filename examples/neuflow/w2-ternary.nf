# Written by scripts/make-suite.ts: W2 with ternary weights.

import "w2.nf"

network W2Ternary {
  input plane: u3[1, 400, 400], scale 1/7
  weights random(2)
  precision weights ternary, activations 3b

  plane |> output features: Layers
}
