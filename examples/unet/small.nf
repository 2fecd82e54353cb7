# The same network on about a quarter of the pixels: quick enough to verify down to the RTL.

import "unet.nf"

network UnetSmall {
  input image: u8[3, 128, 160], scale 1/255
  weights random(11)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output labels = argmax(logits)
}
