# Written by scripts/make-suite.ts: W1 with 8-bit inputs.

import "w1.nf"

network W1U8 {
  input maps: u8[4, 500, 500], scale 1/255
  weights random(1)
  precision weights 6b, activations 3b

  maps |> output features: Layers
}
