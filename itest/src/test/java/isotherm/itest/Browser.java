/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.openqa.selenium.support.ui.ExpectedConditions.elementToBeClickable;
import static org.openqa.selenium.support.ui.ExpectedConditions.visibilityOfElementLocated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A tab of headless Chromium, moved as a user moves it: by mouse, keyboard and files. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(300), LOOKS = Duration.ofMillis(50);
    private static final Optional<File> CHROMIUM = program("chromium", "chromium-browser", "google-chrome");
    private static final Optional<File> CHROMEDRIVER = program("chromedriver");
    private static final int TABS = 500;
    /** Held, so that its level is; what goes wrong comes as an exception. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** For {@link NeedsBrowser}: the programs are there, or their absence is to be a failure. */
    static boolean isWanted() {
        return "required".equals(System.getenv("ISOTHERM_BROWSER")) || CHROMIUM.isPresent() && CHROMEDRIVER.isPresent();
    }

    static Browser start() {
        File chromium = CHROMIUM.orElseThrow(() -> new AssertionError(missing("chromium")));
        File chromedriver = CHROMEDRIVER.orElseThrow(() -> new AssertionError(missing("chromium-driver")));
        SELENIUM.setLevel(Level.OFF);
        var logged = new LoggingPreferences();
        logged.enable(LogType.BROWSER, Level.SEVERE);
        var options = new ChromeOptions()
                .setBinary(chromium)
                .addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=1")
                .addArguments("--hide-scrollbars");
        options.setCapability(ChromeOptions.LOGGING_PREFS, logged);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<File> program(String... names) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toFile);
    }

    private static String missing(String toInstall) {
        return "a program is missing on the path: install " + toInstall;
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    /** The value of an expression in the page. */
    JsonNode ask(String expression) {
        return JSON.valueToTree(driver.executeScript("return " + expression));
    }

    /** What can be read there; nothing where there is no such element. */
    String text(String selector) {
        return await("text of " + selector, page -> page.findElements(By.cssSelector(selector)).stream()
                .findFirst()
                .map(WebElement::getText)
                .orElse(""));
    }

    void await(String condition) {
        await(condition, page -> ask("!!(" + condition + ")").asBoolean());
    }

    /** Waits until it can be seen. */
    WebElement awaitShown(String selector) {
        return await(selector, visibilityOfElementLocated(By.cssSelector(selector)));
    }

    private <T> T await(String what, Function<? super WebDriver, T> condition) {
        return new WebDriverWait(driver, PATIENCE, LOOKS)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(() -> what + "; the page says: "
                        + driver.findElement(By.tagName("body")).getText() + complaints())
                .until(condition);
    }

    /** At its middle, which must be free. */
    void click(String selector) {
        var clickable = elementToBeClickable(By.cssSelector(selector));
        await(selector, page -> {
            WebElement found = clickable.apply(page);
            if (found != null) {
                found.click();
            }
            return found;
        });
    }

    /** Replaces what is in a field. */
    void type(String selector, String text) {
        awaitShown(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), text.isEmpty() ? Keys.DELETE : text);
    }

    /** Goes there by the Tab key, as whoever has no mouse does. */
    void focus(String selector) {
        awaitShown(selector);
        String there = "document.activeElement.matches(" + quoted(selector) + ")";
        for (int tabs = 0; !ask(there).asBoolean(); tabs++) {
            assertTrue(tabs < TABS, selector + " is not reached by the Tab key");
            key(Keys.TAB);
        }
    }

    /** Wherever the focus is. */
    void key(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** As a file is dragged from a folder's window, which WebDriver has no word for. */
    void drop(String selector, Path file) {
        new Actions(driver).scrollToElement(awaitShown(selector)).perform();
        JsonNode place = ask("document.querySelector(" + quoted(selector) + ").getBoundingClientRect().toJSON()");
        double x = place.get("x").asDouble() + place.get("width").asDouble() / 2;
        double y = place.get("y").asDouble() + place.get("height").asDouble() / 2;
        var data = Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1);
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            driver.executeCdpCommand("Input.dispatchDragEvent", Map.of("type", type, "x", x, "y", y, "data", data));
        }
    }

    /** Of the page; a telephone is narrower than Chromium's windows get. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** A picture of the whole page, for which the window is made as high as that. */
    void picture(Path file) throws IOException {
        JsonNode size = ask("({width: innerWidth, height: innerHeight, whole: document.documentElement.scrollHeight})");
        int width = size.get("width").asInt(), height = size.get("height").asInt();
        size(width, Math.max(height, size.get("whole").asInt()));
        window(file);
        size(width, height);
    }

    /** A picture of what can be seen without scrolling. */
    void window(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Exceptions, and whatever the browser itself logs as an error, such as a breach of the page's policy. */
    List<String> complaints() {
        driver.manage().logs().get(LogType.BROWSER).forEach(entry -> complaints.add(entry.getMessage()));
        return List.copyOf(complaints);
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
