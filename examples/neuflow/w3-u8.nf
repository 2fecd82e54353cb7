# Written by scripts/make-suite.ts: W3 with 8-bit inputs.

import "w3.nf"

network W3U8 {
  input plane: u8[1, 344, 328], scale 1/255
  weights random(3)
  precision weights 6b, activations 3b

  plane |> output faces: Layers
}
