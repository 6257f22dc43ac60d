using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Benchmarks;

/// <summary>Our GCM with the nonces of SOPS against the platform's with 12 bytes; compare ratios.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkDotNet.Configs.BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class GcmBenchmarks : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Nonce = [.. Enumerable.Range(32, 32).Select(i => (byte)i)];
    private static readonly byte[] Path = [.. "database:password:"u8];

    private readonly byte[] _tag = new byte[16];
    private readonly byte[] _platformTag = new byte[16];
    private readonly AnyNonceAesGcm _ours = new(Key);
    private readonly AesGcm _platform = new(Key, 16);
    private byte[] _plaintext = [];
    private byte[] _ciphertext = [];
    private byte[] _platformCiphertext = [];
    private byte[] _output = [];

    [Params(100, 1_000, 1_000_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _plaintext = [.. Enumerable.Range(0, Size).Select(i => (byte)(i * 31))];
        _ciphertext = new byte[Size];
        _platformCiphertext = new byte[Size];
        _output = new byte[Size];
        _ours.Seal(Nonce, _plaintext, _ciphertext, _tag, Path);
        _platform.Encrypt(Nonce.AsSpan(0, 12), _plaintext, _platformCiphertext, _platformTag, Path);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _ours.Dispose();
        _platform.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true), BenchmarkCategory("seal")]
    public void PlatformSeal() => _platform.Encrypt(Nonce.AsSpan(0, 12), _plaintext, _output, _platformTag, Path);

    [Benchmark, BenchmarkCategory("seal")]
    public void Seal() => _ours.Seal(Nonce, _plaintext, _output, _tag, Path);

    [Benchmark(Baseline = true), BenchmarkCategory("open")]
    public void PlatformOpen() => _platform.Decrypt(Nonce.AsSpan(0, 12), _platformCiphertext, _platformTag, _output, Path);

    [Benchmark, BenchmarkCategory("open")]
    public bool Open() => _ours.TryOpen(Nonce, _ciphertext, _tag, _output, Path);
}
