using FluentAssertions;
using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>Pages in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    public static TheoryData<string> Names => [.. Pages.All.Keys];

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task A_page_asks_for_nothing_and_brings_no_error(string name)
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Pages.All[name]());

        page.Complaints.Should().BeEmpty();
        page.Requests.Should().BeEmpty();
        (await page.AskAsync<string>("getComputedStyle(document.querySelector('main')).maxWidth")).Should().Be("1040px", "the page's own rules are in force");
        (await page.AskAsync<int>("document.querySelectorAll('script,link,img,iframe,object,[style],[onclick]').length")).Should().Be(0);
    }

    [ChromiumFact]
    public async Task What_a_page_must_not_do_would_be_noticed()
    {
        var bad = Pages.All["verification-holds"]().Replace("<main>", "<main><p style=\"color:red\">x</p>", StringComparison.Ordinal);
        var worse = "<!doctype html><title>x</title><script>console.error('no')</script><img src=\"http://192.0.2.1/x.png\">";

        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(bad);
        page.Complaints.Should().ContainSingle().Which.Should().Contain("Content Security Policy");
        await page.ShowAsync(worse);
        page.Complaints.Should().HaveCountGreaterThan(1);
        page.Requests.Should().Contain("http://192.0.2.1/x.png");
    }

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task Every_page_has_a_verdict_the_machines_and_readable_parts(string name)
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Pages.All[name]());

        (await page.AskAsync<string>("document.querySelector('h1').innerText")).Should().EndWith(".");
        (await page.AskAsync<string[]>("[...document.querySelectorAll('svg.topology.wide .machine .name')].map(name => name.textContent)"))
            .Should().BeEquivalentTo("client", "node1", "node2", "node3", "lvs01", "lvs02", "master", "master2", "master3");
        (await page.AskAsync<string>("document.querySelector('svg.topology.wide .address').textContent")).Should().Contain("192.168.33.130:6443");
        (await page.AskAsync<string[]>(Twice)).Should().BeEmpty("an id names one thing");
        (await page.AskAsync<int>("document.querySelectorAll('table:not(:has(caption))').length")).Should().Be(0);
        (await page.AskAsync<int>("document.querySelectorAll('h1').length")).Should().Be(1);
        (await page.AskAsync<string[]>(Nameless)).Should().BeEmpty("a drawing says what it shows to who cannot see it");
    }

    [ChromiumTheory]
    [InlineData("drill-director-loss", true)]
    [InlineData("drill-too-late", true)]
    [InlineData("drill-apiserver-crash", true)]
    [InlineData("drill-refused", false)]
    [InlineData("recorded-drill", true)]
    public async Task A_drill_shows_the_outage_as_a_band_as_long_as_it_was(string name, bool hasOutage)
    {
        await using var page = await chromium.OpenAsync();
        await page.SetScreenAsync(1280, 900, dark: false);
        await page.ShowAsync(Pages.All[name]());

        // Between the fault and the end of the outage, as wide as the requests that were begun in it.
        var bands = await page.AskAsync<double[][]>("[...document.querySelectorAll('svg.requests .outage')].slice(0, 1).map(band => { const box = band.getBoundingClientRect(); return [box.left, box.right, box.height] })");
        bands.Should().HaveCount(hasOutage ? 1 : 0);
        if (hasOutage)
        {
            var failed = await page.AskAsync<double[]>("[...document.querySelector('svg.requests').querySelectorAll('.failed .stem')].map(stem => stem.getBoundingClientRect().left)");
            failed.Should().NotBeEmpty().And.OnlyContain(left => left >= bands[0][0] - 1 && left <= bands[0][1] + 1);
            bands[0][2].Should().BeGreaterThan(100);
            (await page.AskAsync<int>("document.querySelectorAll('#figures tbody tr').length")).Should().BeGreaterThan(2);
        }
    }

    [ChromiumFact]
    public async Task A_run_shows_a_row_of_bars_for_each_machine_and_a_cross_on_what_failed()
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Pages.All["run-failed"]());

        (await page.AskAsync<string[]>("[...document.querySelectorAll('svg.timeline .row-name')].map(name => name.textContent)"))
            .Should().Equal("lvs01", "lvs02", "master", "master2", "master3", "node1", "node2", "client");
        (await page.AskAsync<int>("document.querySelectorAll('svg.timeline .step').length")).Should().BeGreaterThan(150);
        (await page.AskAsync<string[]>("[...document.querySelectorAll('svg.timeline .step.bad title')].map(title => title.textContent)")).Should().ContainSingle().Which.Should().Contain("kubeadm join").And.Contain("failed");
        (await page.AskAsync<int>("document.querySelectorAll('svg.timeline .cross').length")).Should().Be(1);
    }

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task A_page_fits_a_phone_and_a_desk_and_can_be_read_in_light_and_dark(string name)
    {
        await using var page = await chromium.OpenAsync();
        await page.ShowAsync(Pages.All[name]());
        foreach (var (width, dark) in new[] { (390, false), (390, true), (1280, false), (1280, true) })
        {
            await page.SetScreenAsync(width, 844, dark);

            (await page.AskAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
            (await page.AskAsync<bool>("getComputedStyle(document.querySelector('.topology.narrow')).display !== 'none'")).Should().Be(width == 390);
            (await page.AskAsync<bool>("getComputedStyle(document.querySelector('.topology.wide')).display !== 'none'")).Should().Be(width == 1280);
            (await page.AskAsync<string[]>(Faint)).Should().BeEmpty("text stands out from what it stands on by 4.5 to 1 (WCAG AA)");
            (await page.AskAsync<double[]>(Sizes)).Min().Should().BeGreaterThan(11, "smaller letters cannot be read");
            (await page.AskAsync<string[]>(Outside)).Should().BeEmpty("words in a drawing end inside it");
        }
    }

    [ChromiumTheory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_printed_dark_on_light_whatever_the_screen_is(string name)
    {
        await using var page = await chromium.OpenAsync();
        await page.SetScreenAsync(1280, 900, dark: true, medium: "print");
        await page.ShowAsync(Pages.All[name]());

        (await page.AskAsync<string>("getComputedStyle(document.body).color")).Should().Be("rgb(27, 31, 36)");
        (await page.AskAsync<string[]>(Faint)).Should().BeEmpty();
        (await page.PrintAsync()).Take(5).Should().Equal("%PDF-"u8.ToArray());
    }

    private const string Twice = "(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(element => element.id))";

    private const string Nameless = """
        [...document.querySelectorAll('svg')].filter(svg => !svg.parentElement.closest('svg') && svg.getAttribute('aria-hidden') !== 'true'
            && !(svg.getAttribute('aria-labelledby') ?? '-').split(' ').every(id => document.getElementById(id)?.textContent.length > 10)).map(svg => svg.outerHTML.slice(0, 100))
        """;

    /// <summary>Texts of HTML that stand out too little from the nearest ground that is painted.</summary>
    private const string Faint = """
        (() => {
          const parts = colour => colour.match(/[\d.]+/g).map(Number);
          const light = colour => parts(colour).slice(0, 3).map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const ground = element => { for (; element; element = element.parentElement) { const colour = getComputedStyle(element).backgroundColor; if ((parts(colour)[3] ?? 1) > 0) return colour; } return 'rgb(255, 255, 255)'; };
          return [...document.querySelectorAll('body *')].filter(element => !element.closest('svg') && element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
            .filter(element => { const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x); return (a + .05) / (b + .05) < 4.5; })
            .map(element => element.outerHTML.slice(0, 100));
        })()
        """;

    /// <summary>How high letters are, drawings' scales included.</summary>
    private const string Sizes = """
        [...document.querySelectorAll('main *')].filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) && !['title', 'desc', 'style'].includes(element.tagName))
          .map(element => parseFloat(getComputedStyle(element).fontSize) * (element.tagName === 'text' ? element.getScreenCTM().a : 1))
        """;

    private const string Outside = """
        [...document.querySelectorAll('svg text')].filter(text => text.checkVisibility()).filter(text => {
          const [inner, outer] = [text, text.closest('.card') ?? text.ownerSVGElement].map(element => element.getBoundingClientRect());
          return inner.left < outer.left - 1 || inner.right > outer.right + 1;
        }).map(text => text.textContent)
        """;
}
