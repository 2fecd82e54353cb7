# The same network on a quarter of the pixels: quick enough to verify down to the RTL.

import "vww.nf"

network VwwSmall {
  input image: u8[3, 48, 48], scale 1/255
  weights random(25)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output person = argmax(logits)
}
