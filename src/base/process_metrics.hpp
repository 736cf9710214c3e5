// What the process itself costs, under the names Prometheus' own clients use.
// Thread: any. Errors: none.
#pragma once

namespace codevoice::metrics {

/// From now on they are among what exposition() prints. Call once, at the start.
void watch_process();

}  // namespace codevoice::metrics
