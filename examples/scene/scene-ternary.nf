# The street network of scene.nf with every weight -1, 0 or +1, times a scale per map.

import "scene.nf"

network Scene {
  input image: u8[3, 240, 320], scale 1/255
  weights "scene-ternary.safetensors"
  precision weights ternary, activations 3b

  output labels = argmax(Layers(image))
}
