# CNV, the CIFAR-10 network of BinaryNet and FINN, with ternary weights. Every convolution is valid, so 32 x 32 is its only square size.
# `hardtanh` has eight levels; three levels (-1, 0, 1) are a `threshold(base -1)` with two numbers a map in a weights file, at the same cost.

network Cnv {
  input image: u8[3, 32, 32], scale 1/128, zero 128
  weights random(10)
  precision weights ternary, activations 3b

  image
    |> c1: Conv(64 maps)
    |> c2: Conv(64 maps)
    |> maxpool(2x2)
    |> c3: Conv(128 maps)
    |> c4: Conv(128 maps)
    |> maxpool(2x2)
    |> c5: Conv(256 maps)
    |> c6: Conv(256 maps)
    |> f1: Dense(512)
    |> f2: Dense(512)
    |> output logits: dense(10)
  output label = argmax(logits)
}

block Conv(x, maps) {
  return x |> c: conv(maps, 3x3, no bias) |> norm: batchnorm |> hardtanh
}

block Dense(x, units) {
  return x |> fc: dense(units, no bias) |> norm: batchnorm |> hardtanh
}
