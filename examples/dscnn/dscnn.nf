# DS-CNN for keyword spotting, as in MLPerf Tiny: 49 frames of 10 cepstral coefficients, four depthwise-separable layers, 12 words.

network DsCnn {
  input cepstra: s8[1, 49, 10], scale 1/16
  weights random(12)
  precision weights 6b, activations 3b

  cepstra |> output logits: Layers
  output word = argmax(logits)
}

block Layers(x) {
  return x
    |> c1: conv(64 maps, 10x4, stride 2, same, no bias)
    |> n1: batchnorm
    |> relu
    |> s1: Separable
    |> s2: Separable
    |> s3: Separable
    |> s4: Separable
    |> avgpool(global)
    |> fc: dense(12)
}

block Separable(x) {
  return x
    |> depth: conv(3x3, depthwise, same, no bias)
    |> n1: batchnorm
    |> relu
    |> point: conv(64 maps, 1x1, no bias)
    |> n2: batchnorm
    |> relu
}
