# Written by scripts/make-suite.ts: W2 with 8-bit inputs.

import "w2.nf"

network W2U8 {
  input plane: u8[1, 400, 400], scale 1/255
  weights random(2)
  precision weights 6b, activations 3b

  plane |> output features: Layers
}
