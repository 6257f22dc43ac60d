namespace SecretsKit.Core.Crypto;

/// <summary>
/// Fills a buffer with bytes that no one can predict. Everything that draws keys and nonces takes one, so that tests can reproduce
/// published files; the program passes the kernel's generator, other users may pass <see cref="RandomSource.System"/>.
/// </summary>
public delegate void RandomFill(Span<byte> destination);
