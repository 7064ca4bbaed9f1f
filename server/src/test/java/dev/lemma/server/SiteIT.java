package dev.lemma.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lemma.papers.Paper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/// The site in a real browser. Fails where Chromium or its driver is missing.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    private static Path home;

    @TempDir
    private static Path profile;

    private TestSite site;
    private ChromeDriver browser;
    private WebDriverWait wait;

    @BeforeAll
    void start() throws IOException {
        assertThat(CHROMIUM).as("the browser tests need Chromium").exists();
        assertThat(DRIVER).as("the browser tests need chromedriver").exists();
        List<Paper> papers = TestSite.papers();
        copy(Path.of("src/test/resources/golden/lab-report"), home.resolve("labs/jl"));
        site = TestSite.start(home, papers, SiteOptions.defaults().withLabs(home.resolve("labs")));
        System.setProperty("webdriver.chrome.driver", DRIVER.toString());
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        browser = new ChromeDriver(options);
        wait = new WebDriverWait(browser, Duration.ofSeconds(20));
    }

    @AfterAll
    void stop() {
        browser.quit();
        site.close();
    }

    @BeforeEach
    void wide() {
        size(1_200);
        open("/");
        browser.manage().deleteAllCookies();
        browser.manage().logs().get(LogType.BROWSER);
        browser.manage().logs().get(LogType.PERFORMANCE);
    }

    @AfterEach
    void noErrorsAndNoOtherHost() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("console")
                .isEmpty();
        List<String> foreign = new ArrayList<>();
        browser.manage().logs().get(LogType.PERFORMANCE).forEach(entry -> {
            String message = entry.getMessage();
            int at = message.indexOf("\"Network.requestWillBeSent\"");
            int url = at < 0 ? -1 : message.indexOf("\"documentURL\":\"");
            if (url >= 0) {
                for (String name : List.of("\"url\":\"", "\"documentURL\":\"")) {
                    for (int i = message.indexOf(name); i >= 0; i = message.indexOf(name, i + 1)) {
                        String value = message.substring(i + name.length(), message.indexOf('"', i + name.length()));
                        if (value.startsWith("http")
                                && URI.create(value).getPort() != site.site().port()) {
                            foreign.add(value);
                        }
                    }
                }
            }
        });
        assertThat(foreign).as("requests to other hosts").isEmpty();
    }

    @Test
    void searchFacetSortAndNextPage() {
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("q");
        browser.switchTo().activeElement().sendKeys("graph neural" + Keys.ENTER);
        wait.until(ExpectedConditions.urlContains("/search?q=graph+neural"));
        assertThat(text(".summary")).startsWith("60 papers in ");
        click(By.linkText("newest"));
        assertThat(browser.getCurrentUrl()).contains("sort=newest");
        click(By.cssSelector(".pager [rel=next]"));
        assertThat(browser.getCurrentUrl()).contains("page=2").contains("sort=newest");
        assertThat(text(".papers .n")).isNotNull();
        click(By.cssSelector(".facet a[href*='year=2019']"));
        assertThat(text(".summary")).startsWith("20 papers");
        click(By.cssSelector(".chip"));
        assertThat(text(".summary")).startsWith("60 papers");
    }

    @Test
    void paperPageDrawsFormulasAndShowsMarkupAsText() {
        open("/arxiv/2404.19756");
        ready();
        assertThat(browser.findElements(By.cssSelector("h1 .katex"))).hasSize(2);
        assertThat(browser.findElements(By.cssSelector(".abstract .katex"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(browser.findElements(By.cssSelector(".abstract .katex-display")))
                .hasSize(1);
        assertThat(text(".abstract")).contains("less than $5 and more", "$\\frac{1}{$ stays");
        open("/arxiv/2505.00001");
        assertThat(text("h1")).isEqualTo(TestSite.SCRIPT_TITLE);
        assertThat(browser.findElements(By.cssSelector("main img, main script")))
                .isEmpty();
        open("/search?q=splines+f");
        ready();
        assertThat(browser.findElements(By.cssSelector("h3 .katex"))).hasSize(2);
        assertThat(text("h3 mark")).isEqualTo("splines");
    }

    @Test
    void languageAndThemeStay() {
        open("/search?q=graph");
        click(By.cssSelector(".prefs summary"));
        click(By.cssSelector("button[value=zh]"));
        soon(() -> text(".summary").contains("篇论文"));
        assertThat(browser.getCurrentUrl()).endsWith("/search?q=graph");
        click(By.cssSelector(".prefs summary"));
        click(By.cssSelector("button[value=dark]"));
        soon(() -> css("body", "background-color").equals("rgba(21, 23, 26, 1)"));
        open("/about");
        assertThat(text("h1")).isEqualTo("帮助");
        assertThat(css("body", "background-color")).isEqualTo("rgba(21, 23, 26, 1)");
        click(By.cssSelector(".prefs summary"));
        click(By.cssSelector("button[value=light]"));
        soon(() -> css("body", "background-color").equals("rgba(251, 250, 247, 1)"));
    }

    @Test
    void keysMoveOpenSearchAndHelp() {
        open("/search?q=graph");
        ready();
        press("j");
        press("j");
        press("k");
        WebElement first = browser.findElement(By.cssSelector(".papers li"));
        assertThat(browser.switchTo().activeElement()).isEqualTo(first);
        press("?");
        assertThat(browser.findElement(By.id("keys")).isDisplayed()).isTrue();
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        assertThat(browser.findElement(By.id("keys")).isDisplayed()).isFalse();
        press("/");
        assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("q");
        press("/");
        assertThat(browser.findElement(By.id("q")).getDomProperty("value")).isEqualTo("/");
        open("/search?q=graph");
        ready();
        press("]");
        wait.until(ExpectedConditions.urlContains("page=2"));
        ready();
        press("j");
        press("o");
        wait.until(ExpectedConditions.urlContains("/venue/ICLR."));
    }

    @Test
    void completionsAreAComboBox() {
        open("/search");
        ready();
        WebElement box = browser.findElement(By.id("q"));
        box.sendKeys("graph neu");
        wait.until(ExpectedConditions.attributeToBe(box, "aria-expanded", "true"));
        box.sendKeys(Keys.ARROW_DOWN);
        String active = box.getDomAttribute("aria-activedescendant");
        assertThat(browser.findElement(By.id(String.valueOf(active))).getDomAttribute("aria-selected"))
                .isEqualTo("true");
        assertThat(box.getDomProperty("value")).startsWith("graph neural");
        box.sendKeys(Keys.ESCAPE);
        assertThat(box.getDomProperty("value")).isEqualTo("graph neu");
        assertThat(browser.findElement(By.id("options")).isDisplayed()).isFalse();
    }

    @Test
    void pageFilterIncludesAndExcludes() {
        open("/search?q=graph&sort=oldest");
        ready();
        WebElement filter = browser.findElement(By.cssSelector(".filter input"));
        filter.sendKeys("family1|family2 -family12");
        List<WebElement> shown = browser.findElements(By.cssSelector(".papers li:not([hidden])"));
        assertThat(shown).isNotEmpty().hasSizeLessThan(25);
        assertThat(shown)
                .allMatch(item ->
                        item.getText().contains("Family1") || item.getText().contains("Family2"));
        assertThat(shown).noneMatch(item -> item.getText().contains("Family12"));
        assertThat(text(".filter output")).isEqualTo(shown.size() + " of 25 shown");
        filter.clear();
        filter.sendKeys(" ");
        assertThat(browser.findElements(By.cssSelector(".papers li:not([hidden])")))
                .hasSize(25);
    }

    @Test
    void nothingIsWiderThanASmallPhone() {
        size(360);
        for (String path : List.of(
                "/",
                "/search?q=graph",
                "/search?q=f",
                "/arxiv/2404.19756",
                "/arxiv/hep-th/9901001",
                "/arxiv",
                "/arxiv/date/2025-05-01",
                "/venue",
                "/venue/ICLR.2018",
                "/about",
                "/labs",
                "/nothing",
                "/?lang=zh",
                "/arxiv/1706.03762")) {
            open(path);
            ready();
            Object widths = browser.executeScript(
                    "return document.documentElement.scrollWidth <= document.documentElement.clientWidth");
            assertThat(widths).as(path).isEqualTo(true);
            browser.findElement(By.cssSelector(".prefs summary")).click();
            Object menu =
                    browser.executeScript("const r = document.querySelector('.prefs > div').getBoundingClientRect();"
                            + "return r.left >= 0 && r.right <= document.documentElement.clientWidth");
            assertThat(menu).as("menu of " + path).isEqualTo(true);
        }
        // The page that is missing is an error in the console, and rightly so.
        browser.manage().logs().get(LogType.BROWSER);
    }

    @Test
    void labsLeadToReportsThatNeedNothingElse() {
        open("/");
        click(By.cssSelector("footer a[href='/labs']"));
        assertThat(text("h1")).isEqualTo("Labs");
        assertThat(text(".labs .held")).endsWith(" held");
        click(By.cssSelector(".labs h2 a"));
        wait.until(ExpectedConditions.urlContains("/labs/jl/report.html"));
        assertThat(text("h1")).isEqualTo("Random projections and the Johnson-Lindenstrauss lemma");
        // The policy lets its style through: colours of curves come from there.
        assertThat(css(".state", "font-weight")).isEqualTo("600");
        assertThat(css("svg.plot .curve.s0", "stroke")).isEqualTo("rgb(11, 98, 164)");
        assertThat(browser.findElements(By.cssSelector("svg.plot[role=img] > title")))
                .hasSize(2);
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        try {
            assertThat(css("body", "background-color")).isEqualTo("rgba(21, 23, 26, 1)");
            assertThat(css("svg.plot .curve.s0", "stroke")).isEqualTo("rgb(99, 176, 238)");
        } finally {
            browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        }
        size(360);
        assertThat(browser.executeScript(
                        "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
        click(By.cssSelector("figcaption a"));
        wait.until(ExpectedConditions.urlContains("/labs/jl/figures/"));
        assertThat(css(".curve.s0", "stroke")).isEqualTo("rgb(11, 98, 164)");
    }

    @Test
    void bibTexIsCopied() throws Exception {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite"), "origin", site.url()));
        open("/arxiv/1706.03762");
        ready();
        click(By.cssSelector(".bibtex summary"));
        click(By.cssSelector("[data-copy]"));
        wait.until(ExpectedConditions.textToBe(By.cssSelector("[data-copy]"), "Copied"));
        assertThat(browser.executeAsyncScript("const done = arguments[0]; navigator.clipboard.readText().then(done)"))
                .asString()
                .startsWith("@misc{vaswani2017attention,");
    }

    @Test
    void pagesWorkWithoutScripts() {
        browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            open("/search?q=graph");
            assertThat(browser.findElements(By.cssSelector(".papers li"))).hasSize(25);
            assertThat(browser.findElement(By.cssSelector(".filter")).isDisplayed())
                    .isFalse();
            click(By.cssSelector(".papers h3 a"));
            assertThat(browser.getCurrentUrl()).contains("/venue/ICLR.");
        } finally {
            browser.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void open(String path) {
        browser.get(site.url() + path);
    }

    /// Waits until the script has done its work.
    private void ready() {
        wait.until(driver -> browser.executeScript("return document.documentElement.dataset.ready") != null);
    }

    private void click(By what) {
        wait.until(ExpectedConditions.elementToBeClickable(what)).click();
    }

    /// Waits for what a click leads to: the page may be loaded anew, or changed by the script, a moment
    /// later.
    private void soon(BooleanSupplier holds) {
        wait.until(driver -> {
            try {
                return holds.getAsBoolean();
            } catch (StaleElementReferenceException | NoSuchElementException e) {
                return false;
            }
        });
    }

    private void press(String key) {
        new Actions(browser).sendKeys(key).perform();
    }

    private String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private String css(String selector, String property) {
        return browser.findElement(By.cssSelector(selector)).getCssValue(property);
    }

    private void size(int width) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    }
}
