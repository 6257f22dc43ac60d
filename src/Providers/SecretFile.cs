using System.Security.Cryptography;

namespace SecretsKit.Providers;

/// <summary>Reads small secret files into memory that is wiped, with the texts that Go has for what goes wrong.</summary>
internal static class SecretFile
{
    private const int FirstRead = 4096;

    /// <summary>Reads a file, which may be a pipe.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="limit">Most bytes that are read.</param>
    /// <returns>The bytes in a pinned array, given away to be wiped; null if there are more than the limit.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? Read(string path, int limit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = GC.AllocateUninitializedArray<byte>(FirstRead, pinned: true);
        var length = 0;
        try
        {
            while (file.Read(buffer.AsSpan(length)) is var count and > 0)
            {
                length += count;
                if (length > limit)
                {
                    return null;
                }

                if (length == buffer.Length)
                {
                    var larger = GC.AllocateUninitializedArray<byte>(2 * buffer.Length, pinned: true);
                    buffer.CopyTo(larger, 0);
                    CryptographicOperations.ZeroMemory(buffer);
                    buffer = larger;
                }
            }

            var exact = GC.AllocateUninitializedArray<byte>(length, pinned: true);
            buffer.AsSpan(0, length).CopyTo(exact);
            return exact;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>The cause in Go's words.</summary>
    public static string Explain(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"open {path}: no such file or directory",
        ArgumentException when path.Length == 0 => "open : no such file or directory",
        UnauthorizedAccessException when Directory.Exists(path) => $"read {path}: is a directory",
        UnauthorizedAccessException => $"open {path}: permission denied",
        _ => $"read {path}: input/output error",
    };
}
