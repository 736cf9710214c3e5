// The arithmetic of Silero VAD's network. silero_net.cpp includes it once for each kind of processor, in a namespace of its own and
// with that processor's instructions switched on, with `kLanes` said before; nothing of the standard library is called that makes code.

using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

template <std::size_t Count, class Body>
[[gnu::always_inline]] inline void each(Body body) {
  [&]<std::size_t... I>(std::index_sequence<I...>) __attribute__((always_inline)) { (body(std::integral_constant<std::size_t, I>{}), ...); }
  (std::make_index_sequence<Count>{});
}

/// `Rows` inputs, `step` floats apart, through one layer, whose sums are in registers.
template <std::size_t Rows>
inline void dense(const Dense& layer, const float* x, std::size_t step, float* y, std::size_t y_step) {
  constexpr std::size_t kTogether = kSums / Rows;
  const float* weights = layer.weights.front().values.data();
  for (std::size_t first = 0; first < layer.out; first += kTogether * kLanes) {
    Lanes sums[kSums];
    each<kSums>([&](auto i) __attribute__((always_inline)) {
      __builtin_memcpy(&sums[i], layer.bias.data() + first + i % kTogether * kLanes, sizeof(Lanes));
    });
    for (std::size_t k = 0; k < layer.in; ++k, weights += kTogether * kLanes) {
      Lanes of_input[kTogether];
      each<kTogether>([&](auto i) __attribute__((always_inline)) { __builtin_memcpy(&of_input[i], weights + i * kLanes, sizeof(Lanes)); });
      each<kSums>([&](auto i) __attribute__((always_inline)) { sums[i] += of_input[i % kTogether] * x[i / kTogether * step + k]; });
    }
    each<kSums>([&](auto i) __attribute__((always_inline)) {
      __builtin_memcpy(y + i / kTogether * y_step + first + i % kTogether * kLanes, &sums[i], sizeof(Lanes));
    });
  }
}

inline void rectify(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kLanes) {
    Lanes v;
    __builtin_memcpy(&v, values + i, sizeof v);
    v = v > 0.0F ? v : Lanes{};
    __builtin_memcpy(values + i, &v, sizeof v);
  }
}

/// v = e^v, to the last bits: 2^n times a polynomial of what is left, |left| <= ln 2 / 2.
inline void exponential(Lanes& v) {
  using Bits [[gnu::vector_size(sizeof(Lanes))]] = std::int32_t;
  constexpr float kMost = 87.0F;
  constexpr float kRounder = 12'582'912.0F;  // 1.5 * 2^23: adding it leaves a whole number in the low bits
  v = v > kMost ? Lanes{} + kMost : v;
  v = v < -kMost ? Lanes{} - kMost : v;
  const Lanes shifted = v * 1.442695041F + kRounder;
  const Lanes whole = shifted - kRounder;
  const Lanes left = v - whole * 0.693359375F + whole * 2.12194440e-4F;
  Lanes sum = left * 1.9875691500e-4F + 1.3981999507e-3F;
  sum = sum * left + 8.3334519073e-3F;
  sum = sum * left + 4.1665795894e-2F;
  sum = sum * left + 1.6666665459e-1F;
  sum = sum * left + 5.0000001201e-1F;
  sum = sum * left * left + left + 1.0F;
  const Bits power = ((Bits)shifted << 23) + (127 << 23);
  v = sum * (Lanes)power;
}

inline void sigmoid(Lanes& v) {
  v = -v;
  exponential(v);
  v = 1.0F / (1.0F + v);
}

inline void hyperbolic_tangent(Lanes& v) {
  v = v * 2.0F;
  sigmoid(v);
  v = v * 2.0F - 1.0F;
}

/// Amplitudes of kBins for each frame: cosines are the same on both sides of a frame's middle, sines turn their sign, so that half the
/// products are enough.
inline void spectrum(const Layers& layers, const float* input, float* rows) {
  float sums[kFrames * kFolded];
  float differences[kFrames * kFolded];
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    const float* const x = input + frame * kHop;
    float* const sum = sums + frame * kFolded;
    float* const difference = differences + frame * kFolded;
    sum[0] = x[0];
    difference[0] = 0.0F;
    for (std::size_t n = 1; n < kFolded - 1; ++n) {
      sum[n] = x[n] + x[kFrame - n];
      difference[n] = x[n] - x[kFrame - n];
    }
    sum[kFolded - 1] = x[kFolded - 1];
    difference[kFolded - 1] = 0.0F;
  }
  float real[kFrames * kWide];
  float imaginary[kFrames * kWide];
  dense<kFrames>(layers.cosines, sums, kFolded, real, kWide);
  dense<kFrames>(layers.sines, differences, kFolded, imaginary, kWide);
  for (std::size_t frame = 0; frame < kFrames; ++frame) {
    float* const row = rows + frame * kBins;
    for (std::size_t bin = 0; bin < kBins - 1; ++bin) {
      const float re = real[frame * kWide + bin];
      const float im = imaginary[frame * kWide + bin];
      row[bin] = __builtin_sqrtf(re * re + im * im);
    }
    float last = 0.0F;
    for (std::size_t n = 0; n < kFolded; ++n) last += layers.last_bin[n] * sums[frame * kFolded + n];
    row[kBins - 1] = __builtin_fabsf(last);
  }
}

/// One step of the LSTM: `gates` are input, forget, cell and output, kHidden each.
inline void step(const float* gates, float* hidden, float* cell) {
  for (std::size_t i = 0; i < kHidden; i += kLanes) {
    Lanes in, forget, fresh, out, kept;
    __builtin_memcpy(&in, gates + i, sizeof in);
    __builtin_memcpy(&forget, gates + kHidden + i, sizeof forget);
    __builtin_memcpy(&fresh, gates + 2 * kHidden + i, sizeof fresh);
    __builtin_memcpy(&out, gates + 3 * kHidden + i, sizeof out);
    __builtin_memcpy(&kept, cell + i, sizeof kept);
    sigmoid(in);
    sigmoid(forget);
    hyperbolic_tangent(fresh);
    sigmoid(out);
    kept = forget * kept + in * fresh;
    __builtin_memcpy(cell + i, &kept, sizeof kept);
    hyperbolic_tangent(kept);
    kept = out * kept;
    __builtin_memcpy(hidden + i, &kept, sizeof kept);
  }
}

inline float forward(const Layers& layers, const float* input, float* hidden, float* cell) {
  // a row of zeros before and after each: the convolutions look one row to either side
  float amplitudes[(kFrames + 2) * kBins] = {};
  spectrum(layers, input, amplitudes + kBins);
  float wide[(kFrames + 2) * kWide] = {};
  dense<4>(layers.convolutions[0], amplitudes, kBins, wide + kWide, kWide);
  rectify(wide + kWide, kFrames * kWide);
  float narrow[2 * kNarrow];
  dense<2>(layers.convolutions[1], wide, 2 * kWide, narrow, kNarrow);
  rectify(narrow, 2 * kNarrow);
  float middle[kNarrow];
  dense<1>(layers.convolutions[2], narrow, 0, middle, 0);
  rectify(middle, kNarrow);
  float heard[kWide + kHidden];
  dense<1>(layers.convolutions[3], middle, 0, heard, 0);
  rectify(heard, kWide);
  __builtin_memcpy(heard + kWide, hidden, kHidden * sizeof(float));
  float gates[4 * kHidden];
  dense<1>(layers.gates, heard, 0, gates, 0);
  step(gates, hidden, cell);
  Lanes answer{};
  for (std::size_t i = 0; i < kHidden; ++i) answer[0] += layers.output[i] * (hidden[i] > 0.0F ? hidden[i] : 0.0F);
  answer[0] += layers.output_bias;
  sigmoid(answer);
  return answer[0];
}
