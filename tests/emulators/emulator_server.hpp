// One port of emulated cloud services for tests and demonstrations: each service brings its routes; GET /stats tells the work done.
// Faults:    POST /faults/SERVICE?status=500&times=1 (see faults.hpp), POST /faults/random?seed=1&share_percent=10, DELETE /faults; GET /faults
//            lists what was injected and when.
// Ownership: owns its services; the clock outlives it. Thread: the executor given. Errors: at creation, when the port is taken.
#pragma once

#include <boost/json.hpp>
#include <memory>
#include <vector>

#include "emulators/faults.hpp"
#include "net/web_server.hpp"

namespace codevoice::emulators {

/// What an emulated service is: some requests it answers, and a count of what it did.
class Service {
 public:
  virtual ~Service() = default;
  virtual bool answers(const net::Request& request) const = 0;
  virtual Awaitable<net::Reply> answer(net::Request request) = 0;
  virtual void tell_stats(boost::json::object& stats) const = 0;
};

class EmulatorServer {
 public:
  static Result<std::unique_ptr<EmulatorServer>> create(asio::any_io_executor executor, Clock& clock, net::WebServerConfig config = {});

  void add(std::unique_ptr<Service> service) { services_.push_back(std::move(service)); }
  Faults& faults() { return faults_; }
  std::uint16_t port() const { return server_->port(); }
  boost::json::object stats() const;
  Awaitable<void> close() { return server_->close(); }

 private:
  explicit EmulatorServer(Clock& clock) : faults_(clock) {}
  Awaitable<net::Reply> answer(net::Request request);
  net::Response answer_faults(const net::Request& request);

  Faults faults_;
  std::vector<std::unique_ptr<Service>> services_;
  std::unique_ptr<net::WebServer> server_;
};

/// {"error": text} with a status.
net::Response refusal(unsigned status, std::string_view text);

}  // namespace codevoice::emulators
