namespace SecretsKit.Integration.Safety;

/// <summary>The published program that these tests drive: what users run, with its start-up, its threads and its system calls.</summary>
internal static class NativeProgram
{
    /// <summary>Absolute. A run without it fails instead of skipping, because it is ours to make.</summary>
    internal static string Path { get; } = Environment.GetEnvironmentVariable("SECRETSKIT_BINARY") is { Length: > 0 } binary
        && File.Exists(binary)
        ? System.IO.Path.GetFullPath(binary)
        : throw new InvalidOperationException(
            "SECRETSKIT_BINARY names no program: run tests/run, or set it with export SECRETSKIT_BINARY=$(tests/publish-native)");
}
