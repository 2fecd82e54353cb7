network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  weights "other.safetensors"
  precision weights 6b
  precision activations 3b
  image |> output y: dense(2)
}
