# Written by scripts/make-suite.ts: W3 with ternary weights.

import "w3.nf"

network W3Ternary {
  input plane: u3[1, 344, 328], scale 1/7
  weights random(3)
  precision weights ternary, activations 3b

  plane |> output faces: Layers
}
