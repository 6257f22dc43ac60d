using BenchmarkDotNet.Attributes;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Charts.UnitTesting.Running;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;

namespace SecretsKit.Benchmarks;

/// <summary>500 unit tests of a small chart, compared with as many renderings of it, prepared once and prepared each time.</summary>
[MemoryDiagnoser]
public class UnitTestBenchmarks
{
    private const int Tests = 500;

    private readonly ChartRenderer _renderer = new(HelmGeneration.V3);
    private string _folder = "";
    private Chart _chart = null!;
    private ChartTester _tester = null!;

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("unittest-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "c", "templates"));
        Directory.CreateDirectory(Path.Combine(_folder, "c", "tests"));
        Write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        Write("values.yaml", "replicas: 1\nimage: {name: app, tag: latest}\n");
        Write(
            "templates/d.yaml",
            "kind: Deployment\nspec:\n  replicas: {{ .Values.replicas }}\n  image: {{ .Values.image.name }}:{{ .Values.image.tag }}\n");
        Write("tests/d_test.yaml", "tests:\n" + string.Concat(Enumerable.Range(0, Tests).Select(at => $$"""
            - it: test {{at}}
              set: {replicas: {{at}} }
              asserts: [{equal: {path: spec.replicas, value: {{at}} } }, {isKind: {of: Deployment} }]

            """)));
        var environment = new HostEnvironment([], _folder);
        _chart = new ChartLoader(HelmGeneration.V3, SilentChartLog.Instance).Load(Path.Combine(_folder, "c"));
        _tester = new(new(
            new(environment, null!, HelmGeneration.V3, SilentChartLog.Instance)
            {
                Clock = TimeProvider.System,
                Random = RandomSource.System,
                Zones = NoTimeZones.Instance,
            },
            new NoHost()));
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>Renderings of a chart that was prepared once: the least that tests can take.</summary>
    [Benchmark(Baseline = true)]
    public void RenderPrepared()
    {
        var prepared = _renderer.Prepare(_chart);
        for (var at = 0; at < Tests; at++)
        {
            prepared.RenderFiles(Request(at), CancellationToken.None);
        }
    }

    /// <summary>Renderings that begin anew each time, as a process for each would.</summary>
    [Benchmark]
    public void RenderAnew()
    {
        for (var at = 0; at < Tests; at++)
        {
            _renderer.RenderFiles(Request(at), CancellationToken.None);
        }
    }

    /// <summary>The tests: suites are read, values set, files rendered and read, assertions looked at.</summary>
    [Benchmark]
    public async Task<ChartTestResult> RunTests() => await _tester.RunAsync("c", CancellationToken.None);

    private RenderRequest Request(int replicas)
    {
        var values = new MapValue();
        values.Set(new("replicas"), Value.Float(replicas));
        return new()
        {
            Chart = _chart,
            Values = values,
            ReleaseName = "r",
            Namespace = "n",
            ReadsDocuments = false,
            Clock = TimeProvider.System,
            Random = RandomSource.System,
        };
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, "c", name), text);

    private sealed class NoHost : IUnitTestHost
    {
        public Task<ValuesFile> ReadValuesAsync(string path, CancellationToken ct) => throw new NotSupportedException();

        public Task<byte[]> PostRenderAsync(
            string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> manifests, CancellationToken ct) =>
            throw new NotSupportedException();

        public string Mask(string text) => text;

        public void Rendered(string path, ReadOnlyMemory<byte> content)
        {
        }

        public void Warn(string message)
        {
        }
    }
}
