using System.Buffers.Text;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SecretsKit.Core.Documents;

namespace SecretsKit.Benchmarks;

/// <summary>
/// Whole files of 10,000 values from bytes to bytes, against what no program can do without: the platform's AES-GCM on as many values of
/// the same length, and base64.
/// </summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class EnvelopeBenchmarks : IDisposable
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly byte[] Path = [.. "group_000:key_00000:"u8];

    private readonly AesGcm _gcm = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)], TagSize);
    private readonly byte[] _nonce = new byte[NonceSize];
    private readonly byte[] _value = new byte[LargeFile.ValueLength];
    private readonly byte[] _sealed = new byte[LargeFile.ValueLength];
    private readonly byte[] _tag = new byte[TagSize];
    private readonly byte[] _text = new byte[Base64.GetMaxEncodedToUtf8Length(LargeFile.ValueLength)];
    private LargeFile? _file;

    [Params(DocumentFormat.Yaml, DocumentFormat.Json)]
    public DocumentFormat Format { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _file = new(Format);
        SealValue();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _file?.Dispose();
        _gcm.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("seal")]
    public void PlatformSeal()
    {
        for (var i = 0; i < LargeFile.Values; i++)
        {
            SealValue();
        }
    }

    [Benchmark, BenchmarkCategory("seal")]
    public byte[] Seal() => _file!.Seal();

    [Benchmark(Baseline = true), BenchmarkCategory("open")]
    public void PlatformOpen()
    {
        for (var i = 0; i < LargeFile.Values; i++)
        {
            Base64.DecodeFromUtf8(_text, _sealed, out _, out _);
            _gcm.Decrypt(_nonce, _sealed, _tag, _value, Path);
        }
    }

    [Benchmark, BenchmarkCategory("open")]
    public byte[] Open() => _file!.Open();

    private void SealValue()
    {
        _gcm.Encrypt(_nonce, _value, _sealed, _tag, Path);
        Base64.EncodeToUtf8(_sealed, _text, out _, out _);
    }
}
