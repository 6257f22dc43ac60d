using System.Buffers;
using BenchmarkDotNet.Attributes;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Benchmarks;

/// <summary>The large chart as a whole, from its files to documents in order, and its values as YAML.</summary>
[MemoryDiagnoser]
public class ChartBenchmarks
{
    private readonly ChartRenderer _renderer = new(HelmGeneration.V4);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly Value _values = LargeChart.Data().AsMap![new ByteString("Values")];
    private Chart _chart = null!;
    private PreparedChart _prepared = null!;
    private RenderRequest _request = null!;
    private byte[] _yaml = [];
    private RenderResult _rendering = null!;

    [GlobalSetup]
    public void Setup()
    {
        const string Metadata = "apiVersion: v2\nname: stack\nversion: 55.5.0\nappVersion: v0.70.0\n";
        var files = LargeChart.Files().Select(file => new ChartFile(file.Name["stack/".Length..], file.Text));
        _chart = new ChartLoader(HelmGeneration.V4, SilentChartLog.Instance)
            .LoadFiles([new("Chart.yaml", System.Text.Encoding.UTF8.GetBytes(Metadata)), .. files]);
        _request = new()
        {
            Chart = _chart,
            Values = _values.AsMap!,
            ReleaseName = "release",
            Namespace = "monitoring",
            Clock = TimeProvider.System,
            Random = RandomSource.System,
        };
        _prepared = _renderer.Prepare(_chart);
        _rendering = _prepared.Render(_request, CancellationToken.None);
        KubernetesYaml.Write(_values, _output);
        _yaml = _output.WrittenSpan.ToArray();
    }

    /// <summary>A chart that was just loaded.</summary>
    [Benchmark(Baseline = true)]
    public RenderResult RenderOnce() => _renderer.Render(_request, CancellationToken.None);

    /// <summary>A chart whose templates are parsed.</summary>
    [Benchmark]
    public RenderResult RenderAgain() => _prepared.Render(_request, CancellationToken.None);

    /// <summary>Cutting the rendered files into documents, reading their heads, sorting.</summary>
    [Benchmark]
    public object Sort() => new ManifestSorter(HelmGeneration.V4, SilentChartLog.Instance).Sort(_rendering.Files, CancellationToken.None);

    /// <summary>The values as <c>toYaml</c> writes them.</summary>
    [Benchmark]
    public int ToYaml()
    {
        _output.ResetWrittenCount();
        KubernetesYaml.Write(_values, _output);
        return _output.WrittenCount;
    }

    /// <summary>The values as a values file is read.</summary>
    [Benchmark]
    public Value FromYaml() => KubernetesYaml.Read(_yaml, KubernetesYamlOptions.Chart);
}
