# A multilayer perceptron for keyword spotting: 490 cepstral coefficients, three hidden layers, 12 words. Weights of two trits (-4 to 4).

network Kws {
  input cepstra: s8[490], scale 1/16
  weights random(49)
  precision weights 2 trits, activations 3b

  cepstra
    |> f1: dense(256, no bias)
    |> n1: batchnorm
    |> relu
    |> f2: dense(256, no bias)
    |> n2: batchnorm
    |> relu
    |> f3: dense(256, no bias)
    |> n3: batchnorm
    |> relu
    |> output logits: dense(12)
  output word = argmax(logits)
}
