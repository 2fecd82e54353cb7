# W3, a face detector that slides over the whole picture: each place of the last two maps says face or no face.

import "tables.nf"

network W3 {
  input plane: u3[1, 344, 328], scale 1/7
  weights random(3)
  precision weights 6b, activations 3b

  plane |> output faces: Layers
}

block Layers(x) {
  return x
    |> c1: conv(8 maps, 5x5)
    |> tanh
    |> abs
    |> s2: avgpool(4x4)
    |> tanh
    |> c3: conv(32 maps, 7x7, table FaceC3)
    |> tanh
    |> f4: conv(2 maps, 1x1)
    |> hardtanh
}
