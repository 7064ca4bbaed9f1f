package dev.lemma.papers.harvest;

import java.time.Duration;
import java.util.List;

/// Writes down what a listener hears.
record Events(List<String> lines) implements HarvestListener {
    @Override
    public void pageReceived(HarvestPage page) {
        lines.add("page " + page.number());
    }

    @Override
    public void waiting(Duration wait, String reason) {
        lines.add("wait " + wait.toSeconds() + " s: " + reason);
    }

    @Override
    public void restarting(String reason) {
        lines.add("restart: " + reason);
    }
}
