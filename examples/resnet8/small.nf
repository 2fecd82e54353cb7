# ResNet-8 on a quarter of the pixels: quick enough to verify down to the RTL.

import "resnet8.nf"

network ResNet8Small {
  input image: u8[3, 16, 16], scale 1/255
  weights random(8)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output label = argmax(logits)
}
