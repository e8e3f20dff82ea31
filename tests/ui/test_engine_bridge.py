"""The bridge against small real child processes that speak the protocol."""

import os
import signal

import pytest

from studio.graph.setup import DataSource
from studio.protocol.messages import DescribeData, Failed, Introspect, Ready, Status
from studio.protocol.run_messages import StopTraining
from studio.runtime.launch import Launch
from studio.ui import engine_bridge
from studio.ui.engine_bridge import EngineBridge
from tests.ui.scripted_engine import READY, launcher

ECHO = READY + "for m in requests(): say(Status(str(m.request)))"


@pytest.fixture
def make_bridge(qtbot):
    bridges = []

    def make(*scripts, role="infer"):
        bridge = EngineBridge(role, launcher=launcher(*scripts))
        bridge.heard = []
        bridge.message_received.connect(bridge.heard.append)
        bridges.append(bridge)
        return bridge

    yield make
    for bridge in bridges:
        bridge.close()
        assert bridge.pid == 0
        bridge.deleteLater()


def wait_for(qtbot, bridge, state):
    qtbot.waitUntil(lambda: bridge.state == state, timeout=10_000)


def test_states_come_in_order_with_words(qtbot, make_bridge):
    bridge = make_bridge(ECHO)
    seen = []
    bridge.state_changed.connect(lambda state: seen.append((state, bridge.text)))
    bridge.start()
    wait_for(qtbot, bridge, "ready")
    assert seen == [
        ("starting", "Starting the engine…"),
        ("importing", "Importing TensorFlow…"),
        ("ready", "Keras 3.15.1 on TensorFlow 2.21.0"),
    ]
    assert bridge.ready.devices[0].id == "cpu"


def test_requests_made_early_wait_until_the_engine_is_ready(qtbot, make_bridge):
    bridge = make_bridge(ECHO)
    bridge.start()
    bridge.send(Introspect(bridge.next_request()))
    bridge.send(Introspect(bridge.next_request()))
    qtbot.waitUntil(lambda: Status("2") in bridge.heard, timeout=10_000)
    assert [m for m in bridge.heard if isinstance(m, Status)] == [
        Status("1"),
        Status("2"),
    ]
    assert isinstance(bridge.heard[1], Ready)


def test_a_request_to_no_engine_is_answered_with_failed(qtbot, make_bridge):
    bridge = make_bridge(ECHO)
    bridge.send(Introspect(7))
    assert bridge.heard == []
    qtbot.waitUntil(lambda: bridge.heard != [])
    assert bridge.heard[0].request == 7
    assert "Engine off" in bridge.heard[0].text


def test_kill_minus_nine_is_explained_and_the_engine_comes_back(qtbot, make_bridge):
    bridge = make_bridge(ECHO.replace("say(Status", "0 and say(Status"))
    bridge.start()
    wait_for(qtbot, bridge, "ready")
    bridge.send(DescribeData(5, DataSource("iris"), 0, ""))
    bridge.send(StopTraining(6))
    first = bridge.pid
    with qtbot.waitSignal(bridge.died, timeout=10_000) as death:
        os.kill(first, signal.SIGKILL)
    assert death.args[0].startswith("The engine was killed")
    failed = [m for m in bridge.heard if isinstance(m, Failed)]
    assert [m.request for m in failed] == [5]
    assert "killed" in failed[0].text
    wait_for(qtbot, bridge, "ready")
    assert bridge.pid not in (0, first)


def test_a_request_made_between_death_and_restart_is_answered(qtbot, make_bridge):
    bridge = make_bridge(READY + "sys.exit(1)", ECHO)
    bridge.start()
    wait_for(qtbot, bridge, "dead")
    bridge.send(Introspect(11))
    qtbot.waitUntil(lambda: Status("11") in bridge.heard, timeout=10_000)


def test_an_engine_that_keeps_dying_is_given_up_until_retry(
    qtbot, make_bridge, monkeypatch
):
    monkeypatch.setattr(engine_bridge, "RESTART_MS", 1)
    bridge = make_bridge("print('no luck', file=sys.stderr); sys.exit(7)")
    deaths = []
    bridge.died.connect(deaths.append)
    bridge.start()
    qtbot.waitUntil(lambda: bridge.can_retry and len(deaths) == 4, timeout=20_000)
    assert "exit code 7" in bridge.text
    assert "started again" in deaths[0]
    assert "started again" not in deaths[3]
    bridge.start()
    assert bridge.state == "starting"
    qtbot.waitUntil(lambda: len(deaths) == 8, timeout=20_000)


def test_an_engine_without_tensorflow_is_not_started_again(qtbot, make_bridge):
    bridge = make_bridge(
        "say(Starting(1, 1)); say(Failed(0, 'No TensorFlow here.', '')); sys.exit(3)"
    )
    bridge.start()
    qtbot.waitUntil(lambda: bridge.can_retry, timeout=10_000)
    assert bridge.text == "No TensorFlow here."


def test_a_train_engine_is_never_started_again(qtbot, make_bridge):
    bridge = make_bridge(READY + "sys.exit(1)", role="train")
    bridge.start()
    wait_for(qtbot, bridge, "dead")
    assert bridge.can_retry


def test_garbage_on_the_pipe_ends_the_engine(qtbot, make_bridge):
    bridge = make_bridge(
        READY + "os.write(1, b'Traceback: oops'); time.sleep(60)", role="train"
    )
    bridge.start()
    wait_for(qtbot, bridge, "dead")
    assert "no message" in bridge.text


def test_a_program_that_does_not_exist_is_said_so(qtbot, tmp_path):
    folder = tmp_path / "engine"
    folder.mkdir()
    bridge = EngineBridge(
        "infer", launcher=lambda *_: Launch("/nonexistent/python", (), {}, folder)
    )
    bridge.start()
    qtbot.waitUntil(lambda: bridge.can_retry, timeout=10_000)
    assert "/nonexistent/python" in bridge.text
    assert not folder.exists()


def test_standard_error_is_kept_for_the_log(qtbot, make_bridge):
    bridge = make_bridge(
        "for i in range(3000): print('line', i, file=sys.stderr)\n" + ECHO
    )
    bridge.start()
    qtbot.waitUntil(lambda: "line 2999" in bridge.log, timeout=10_000)
    assert len(bridge.log) <= 2000


def test_silence_is_noticed_and_restart_helps(qtbot, make_bridge, monkeypatch):
    monkeypatch.setattr(engine_bridge, "SILENCE_S", 0.2)
    monkeypatch.setattr(engine_bridge, "WATCH_MS", 20)
    monkeypatch.setitem(engine_bridge.PATIENCE_MS, "infer", 100)
    bridge = make_bridge(READY + "time.sleep(60)")
    bridge.start()
    wait_for(qtbot, bridge, "ready")
    qtbot.waitUntil(lambda: not bridge.is_answering, timeout=10_000)
    old = bridge.pid
    bridge.restart()
    assert bridge.is_answering
    assert bridge.pid != old
    wait_for(qtbot, bridge, "ready")


def test_stop_lets_the_engine_go_and_start_brings_another(qtbot, make_bridge):
    bridge = make_bridge(READY + "list(requests()); print('bye', file=sys.stderr)")
    bridge.start()
    wait_for(qtbot, bridge, "ready")
    with qtbot.waitSignal(bridge.all_ended, timeout=10_000):
        bridge.stop()
        assert (bridge.state, bridge.pid) == ("off", 0)
    bridge.start()
    wait_for(qtbot, bridge, "ready")


def test_an_engine_that_will_not_go_is_killed(qtbot, make_bridge, monkeypatch):
    monkeypatch.setitem(engine_bridge.PATIENCE_MS, "infer", 100)
    bridge = make_bridge(READY + "time.sleep(60)")
    bridge.start()
    wait_for(qtbot, bridge, "ready")
    with qtbot.waitSignal(bridge.all_ended, timeout=10_000):
        bridge.stop()


def test_close_leaves_no_process_and_no_folder(qtbot, make_bridge):
    bridge = make_bridge(READY + "say(Status(os.getcwd())); list(requests())")
    bridge.start()
    qtbot.waitUntil(lambda: any(isinstance(m, Status) for m in bridge.heard))
    pid = bridge.pid
    bridge.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
