using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SecretsKit.Core.Documents;

namespace SecretsKit.Benchmarks;

/// <summary>Our readers and writers on 10,000 values, against the platform's JSON on the same data.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class DocumentBenchmarks : IDisposable
{
    private readonly LargeFile _yaml = new(DocumentFormat.Yaml);
    private readonly LargeFile _json = new(DocumentFormat.Json);
    private JsonDocument _platform = JsonDocument.Parse("{}");

    [GlobalSetup]
    public void Parse() => _platform = JsonDocument.Parse(_json.Plain);

    [GlobalCleanup]
    public void Dispose()
    {
        _platform.Dispose();
        _yaml.Dispose();
        _json.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("parse")]
    public void PlatformJsonParse() => JsonDocument.Parse(_json.Plain).Dispose();

    [Benchmark, BenchmarkCategory("parse")]
    public object JsonParse() => DocumentFormats.Plain(DocumentFormat.Json).Read(_json.Plain, DocumentLimits.Default);

    [Benchmark, BenchmarkCategory("parse")]
    public object YamlParse() => DocumentFormats.Plain(DocumentFormat.Yaml).Read(_yaml.Plain, DocumentLimits.Default);

    [Benchmark(Baseline = true), BenchmarkCategory("emit")]
    public object PlatformJsonEmit()
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        _platform.WriteTo(writer);
        writer.Flush();
        return output;
    }

    [Benchmark, BenchmarkCategory("emit")]
    public byte[] JsonEmit() => LargeFile.Write(DocumentFormats.Plain(DocumentFormat.Json), _json.Tree);

    [Benchmark, BenchmarkCategory("emit")]
    public byte[] YamlEmit() => LargeFile.Write(DocumentFormats.Plain(DocumentFormat.Yaml), _yaml.Tree);
}
