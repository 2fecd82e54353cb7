# MobileNetV1 at a quarter of the width for visual wake words, as in MLPerf Tiny: is there a person in the picture?

network Vww {
  input image: u8[3, 96, 96], scale 1/255
  weights random(25)
  precision weights 6b, activations 3b

  image |> output logits: Layers
  output person = argmax(logits)
}

block Layers(x) {
  return x
    |> c1: conv(8 maps, 3x3, stride 2, same, no bias)
    |> n1: batchnorm
    |> relu
    |> s1: Separable(16 maps)
    |> s2: Separable(32 maps, stride 2)
    |> s3: Separable(32 maps)
    |> s4: Separable(64 maps, stride 2)
    |> s5: Separable(64 maps)
    |> s6: Separable(128 maps, stride 2)
    |> body: repeat 5 { |> Separable(128 maps) }
    |> s12: Separable(256 maps, stride 2)
    |> s13: Separable(256 maps)
    |> avgpool(global)
    |> fc: dense(2)
}

block Separable(x, maps, stride = 1) {
  return x
    |> depth: conv(3x3, depthwise, stride, same, no bias)
    |> n1: batchnorm
    |> relu
    |> point: conv(maps, 1x1, no bias)
    |> n2: batchnorm
    |> relu
}
