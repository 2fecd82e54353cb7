# DS-CNN on half the frames and half the coefficients: quick enough to verify down to the RTL.

import "dscnn.nf"

network DsCnnSmall {
  input cepstra: s8[1, 25, 5], scale 1/16
  weights random(12)
  precision weights 6b, activations 3b

  cepstra |> output logits: Layers
  output word = argmax(logits)
}
