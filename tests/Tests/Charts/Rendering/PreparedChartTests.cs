using System.Globalization;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Charts.Rendering;

/// <summary>A chart that is parsed once and rendered many times.</summary>
public sealed class PreparedChartTests
{
    // Templates that change their values, draw at random, ask for the time, and a subchart under two names.
    private static readonly Chart Chart = Load(
        ("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- {name: db, alias: one, version: 1.0.0}\n- {name: " +
            "db, alias: two, version: 1.0.0, condition: two.enabled}\n"),
        ("values.yaml", "labels: {b: 2, a: 1}\nlist: [1, 2]\none: {size: 1}\ntwo: {enabled: true}\n"),
        ("templates/_helpers.tpl", "{{ define \"web.name\" }}{{ .Release.Name }}-{{ .Values.size | default 0 }}{{ end }}"),
        ("templates/a.yaml", "{{ $_ := set .Values.labels \"c\" (include \"web.name\" .) }}a: {{ toYaml .Values.labels | nindent 2 " +
            "}}\nkey: {{ randAlphaNum 12 }}\nat: {{ now | unixEpoch }}\n"),
        ("templates/b.yaml", "{{ $_ := unset .Values.labels \"b\" }}b: {{ .Values.labels | toJson }}\nc:\n{{ range .Values.list }}- {{ " +
            ". }}\n{{ end }}d: {{ tpl \"{{ .Values.size }}\" . }}"),
        ("charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n"),
        ("charts/db/values.yaml", "size: 7\nlabels: {x: y}\n"),
        ("charts/db/templates/c.yaml", "{{ $_ := set .Values.labels .Chart.Name .Release.Name }}c: {{ include \"web.name\" . " +
            "}}\nlabels: {{ .Values.labels | toJson }}\n"));

    [Theory]
    [InlineData(HelmGeneration.V4)]
    [InlineData(HelmGeneration.V3)]
    public void Gives_the_same_bytes_each_time_for_the_same_clock_and_randomness(HelmGeneration generation)
    {
        var prepared = new ChartRenderer(generation).Prepare(Chart);
        var first = Text(prepared, size: 3);
        Assert.Contains("key: ", first, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(first, Text(prepared, size: 3)));
        Assert.Equal(first, Text(new ChartRenderer(generation).Prepare(Chart), size: 3));
    }

    [Fact]
    public async Task Renders_on_many_threads_at_once_as_on_one()
    {
        const int Threads = 8;
        const int Rounds = 25;
        var renderer = new ChartRenderer(HelmGeneration.V4);
        string[] alone = [.. Enumerable.Range(0, Threads).Select(size => Text(renderer.Prepare(Chart), size))];

        var prepared = renderer.Prepare(Chart);
        using var start = new Barrier(Threads);
        var together = await Task.WhenAll(Enumerable.Range(0, Threads).Select(size => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                return Enumerable.Range(0, Rounds).Select(_ => Text(prepared, size)).Distinct(StringComparer.Ordinal).ToList();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        Assert.Equal(alone, together.Select(Assert.Single));
    }

    [Fact]
    public void Tells_of_large_charts_the_failure_that_comes_first_whoever_meets_it()
    {
        // Enough text that several processors share it; the last file in name comes first in order
        // (deeper paths before others, spec helm.md 4.1).
        var filler = "# " + new string('x', 20_000) + "\n";
        List<(string Name, string Text)> Files(string broken) =>
        [
            ("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
            .. Enumerable.Range(0, 40)
            .Select(i => ($"templates/t{i:00}.yaml", i is 7 or 21 or 33 ? filler + broken : filler + $"n: {i}\n")),
        ];
        var unparsed = Load([.. Files("{{ if }}")]);
        var unread = Load([.. Files("a: [\n")]);
        for (var i = 0; i < 20; i++)
        {
            var renderer = new ChartRenderer(HelmGeneration.V4);
            var parsing = Assert.Throws<ChartException>(() => renderer.Render(Request(unparsed), TestContext.Current.CancellationToken));
            Assert.Contains("web/templates/t33.yaml:2", parsing.Message, StringComparison.Ordinal);
            var reading = Assert.Throws<ChartException>(() => renderer.Render(Request(unread), TestContext.Current.CancellationToken));
            Assert.StartsWith("YAML parse error on web/templates/t07.yaml: ", reading.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Loads_a_large_chart_from_a_folder_and_tells_of_its_values_before_its_templates()
    {
        using var folder = new TestFolder();
        var filler = "# " + new string('x', 20_000) + "\n";
        Directory.CreateDirectory(Path.Combine(folder.Path, "templates"));
        folder.Write("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        var comment = "# " + new string('x', 80_000) + "\n";
        folder.Write("values.yaml", comment + "size: 3\n");
        for (var i = 0; i < 40; i++)
        {
            folder.Write($"templates/t{i:00}.yaml", filler + $"n: {i}\nsize: {{{{ .Values.size }}}}\n");
        }

        PreparedChart Loaded() =>
            new ChartRenderer(HelmGeneration.V4).Load(new(HelmGeneration.V4, SilentChartLog.Instance), new(folder.Path));
        RenderResult Rendered(PreparedChart prepared) => prepared.Render(Request(prepared.Chart), TestContext.Current.CancellationToken);

        var manifests = Rendered(Loaded()).Manifests;
        Assert.Equal(40, manifests.Count);
        Assert.All(
            manifests,
            manifest =>
                Assert.EndsWith(
                    $"n: {int.Parse(manifest.Path.AsSpan("web/templates/t".Length, 2), CultureInfo.InvariantCulture)}\nsize: 3\n",
                    Encoding.UTF8.GetString(manifest.Text.Span),
                    StringComparison.Ordinal));

        folder.Write("templates/t05.yaml", filler + "{{ if }}");
        var broken = Loaded();
        Assert.Contains(
            "web/templates/t05.yaml:2", Assert.Throws<ChartException>(() => Rendered(broken)).Message, StringComparison.Ordinal);

        folder.Write("values.yaml", comment + "size: [\n");
        Assert.StartsWith("cannot load values.yaml: ", Assert.Throws<ChartException>(Loaded).Message, StringComparison.Ordinal);

        // What is ignored is not missed, however early it was read.
        folder.Write(".helmignore", "values.yaml\ntemplates/t05.yaml\n");
        var ignoring = Rendered(Loaded()).Manifests;
        Assert.Equal(39, ignoring.Count);
        Assert.All(
            ignoring, manifest => Assert.EndsWith("size: \n", Encoding.UTF8.GetString(manifest.Text.Span), StringComparison.Ordinal));
    }

    [Fact]
    public void Leaves_chart_and_values_as_they_were()
    {
        var values = Values(3);
        values.Set(new("labels"), Value.Of(new MapValue()));
        var prepared = new ChartRenderer(HelmGeneration.V4).Prepare(Chart);
        prepared.Render(Request(Chart) with { Values = values }, TestContext.Current.CancellationToken);
        Assert.Equal(0, values[new("labels")].AsMap!.Count);
        Assert.Equal(2, Chart.Values![new("labels")].AsMap!.Count);
    }

    [Fact]
    public void Fails_each_time_if_a_template_cannot_be_parsed()
    {
        var chart = Load(("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"), ("templates/a.yaml", "{{ if }}"));
        var prepared = new ChartRenderer(HelmGeneration.V4).Prepare(chart);
        var first = Assert.Throws<ChartException>(() => prepared.Render(Request(chart), TestContext.Current.CancellationToken));
        var second = Assert.Throws<ChartException>(() => prepared.Render(Request(chart), TestContext.Current.CancellationToken));
        Assert.Contains("(c/templates/a.yaml:1): missing value for if", first.Message, StringComparison.Ordinal);
        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public void Stops_in_the_middle_of_a_template_when_it_is_cancelled()
    {
        const int Turns = 50_000;
        const int CancelledAt = 1_000;
        var chart = Load(
            ("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
            ("templates/a.yaml", "# {{ range until " + Turns + " }}{{ $_ := now }}{{ end }}"));
        using var source = new CancellationTokenSource();
        var clock = new FixedClock { Asked = count => { if (count == CancelledAt) { source.Cancel(); } } };
        var prepared = new ChartRenderer(HelmGeneration.V4).Prepare(chart);
        Assert.Throws<OperationCanceledException>(() => prepared.Render(Request(chart) with { Clock = clock }, source.Token));

        // It looks at the token every few thousand steps.
        Assert.InRange(clock.Count, CancelledAt, CancelledAt + 10_000);

        // What it left behind serves the next rendering.
        Assert.Single(prepared.Render(Request(chart), TestContext.Current.CancellationToken).Files);
    }

    [Fact]
    public void Stops_between_files_when_it_is_cancelled()
    {
        var chart = Load(
            ("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
            ("templates/b.yaml", "# {{ now }}"),
            ("templates/a.yaml", "# {{ now }}"));
        using var source = new CancellationTokenSource();
        var clock = new FixedClock { Asked = _ => source.Cancel() };
        Assert.Throws<OperationCanceledException>(
            () => new ChartRenderer(HelmGeneration.V4).Render(Request(chart) with { Clock = clock }, source.Token));
        Assert.Equal(1, clock.Count);
    }

    [Fact]
    public void Refuses_a_request_for_another_chart() => Assert.Throws<ArgumentException>(() =>
        new ChartRenderer(HelmGeneration.V4)
            .Prepare(Chart)
            .Render(Request(Load(("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"))), TestContext.Current.CancellationToken));

    private static string Text(PreparedChart prepared, int size)
    {
        var rendering = prepared.Render(Request(prepared.Chart) with { Values = Values(size) }, TestContext.Current.CancellationToken);
        return string.Concat(rendering.Manifests.Select(manifest => $"# {manifest.Path}\n{Encoding.UTF8.GetString(manifest.Text.Span)}"));
    }

    private static MapValue Values(int size)
    {
        var values = new MapValue();
        values.Set(new ByteString("size"), Value.Float(size));
        return values;
    }

    private static RenderRequest Request(Chart chart)
    {
        byte next = 0;
        return new()
        {
            Chart = chart,
            Values = new(),
            ReleaseName = "r",
            Namespace = "default",
            Clock = new FixedClock(),
            Random = bytes =>
            {
                foreach (ref var place in bytes)
                {
                    place = next++;
                }
            },
        };
    }

    private static Chart Load(params (string Name, string Text)[] files) => new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance)
        .LoadFiles([.. files.Select(file => new ChartFile(file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    private sealed class FixedClock : TimeProvider
    {
        public Action<int> Asked { get; init; } = _ => { };

        public int Count { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Asked(++Count);
            return DateTimeOffset.UnixEpoch.AddDays(20_000);
        }
    }
}
