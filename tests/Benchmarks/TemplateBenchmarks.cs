using System.Buffers;
using BenchmarkDotNet.Attributes;
using SecretsKit.Core.Crypto;
using SecretsKit.Templating;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Benchmarks;

/// <summary>A large chart: 650 kB of templates in 120 files with 40 helpers, which make 30,000 lines.</summary>
[MemoryDiagnoser]
public class TemplateBenchmarks
{
    private readonly List<(string Name, byte[] Text)> _files = LargeChart.Files();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ExecutionOptions _options = new()
    {
        Clock = TimeProvider.System,
        Random = RandomSource.System,
        MissingKey = MissingKey.Zero,
        RemovesNoValue = true,
    };
    private TemplateSet _set = null!;

    [GlobalSetup]
    public void Setup() => _set = Parse();

    /// <summary>Lexing and parsing of all files.</summary>
    [Benchmark(Baseline = true)]
    public TemplateSet Parse()
    {
        var set = new TemplateSet("gotpl", LargeChart.Functions);
        foreach (var (name, text) in _files)
        {
            set.Parse(name, text);
        }

        return set;
    }

    /// <summary>Execution of all files.</summary>
    [Benchmark]
    public int Execute()
    {
        _output.ResetWrittenCount();
        var data = LargeChart.Data();
        foreach (var (name, _) in _files)
        {
            _set.Execute(name, data, _output, _options, CancellationToken.None);
        }

        return _output.WrittenCount;
    }
}
