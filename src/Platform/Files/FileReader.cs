using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Reads whole files and streams up to a limit. Whatever may be opened may be read: pipes, devices and <c>/dev/fd</c> too.
/// </summary>
public static class FileReader
{
    /// <summary>Most bytes taken unless the caller says otherwise: 256 MiB, far beyond any document that is kept in git.</summary>
    public const int DefaultLimit = 256 * 1024 * 1024;

    private const int FirstSize = 16 * 1024;

    /// <summary>Reads a file. The array is the caller's, and is to be wiped by it if it holds a key.</summary>
    /// <param name="environment">Resolves a relative path.</param>
    /// <param name="path">As the user wrote it; messages quote it so.</param>
    /// <param name="limit">Most bytes; more is an error.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileNotFound"/>, <see cref="ErrorCode.FileUnreadable"/> (a folder, no
    /// permission), <see cref="ErrorCode.LimitExceeded"/>. The messages of the first two are Go's: <c>open X: no such file or
    /// directory</c>, <c>read X: is a directory</c>.
    /// </exception>
    public static byte[] Read(HostEnvironment environment, string path, int limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var resolved = environment.ResolvePath(path);
        if (resolved.Length == 0)
        {
            throw FileErrors.Unreadable("open", path, Errno.NoEntry);
        }

        try
        {
            using var file = new FileStream(
                resolved, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(file, path, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var error = FileErrors.NumberOf(e, resolved);
            throw FileErrors.Unreadable(error == Errno.IsDirectory ? "read" : "open", path, error);
        }
    }

    /// <summary>The same, but waiting for the other end of a pipe can be cancelled.</summary>
    /// <inheritdoc cref="Read(HostEnvironment, string, int)"/>
    public static async ValueTask<byte[]> ReadAsync(
        HostEnvironment environment, string path, CancellationToken cancellationToken, int limit = DefaultLimit)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return OperatingSystem.IsWindows() || FileStatus.Of(environment.ResolvePath(path), out _) is not { IsRegular: false }
            ? Read(environment, path, limit)
            : await Task.Run(() => Read(environment, path, limit), cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Reads a stream to its end, usually standard input.</summary>
    /// <param name="stream">Lent; not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limit">Most bytes; more is an error.</param>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.LimitExceeded"/>, <see cref="ErrorCode.FileUnreadable"/>.</exception>
    public static async ValueTask<byte[]> ReadAsync(Stream stream, string name, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var buffer = new byte[FirstSize];
        var length = 0;
        try
        {
            int count;
            // Standard input looks at the token only before it waits.
            while ((count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).AsTask().WaitAsync(cancellationToken)) > 0)
            {
                length += count;
                buffer = EnsureRoom(buffer, length, name, limit);
            }

            return Trim(buffer, length);
        }
        catch (IOException e)
        {
            throw FileErrors.Unreadable("read", name, FileErrors.NumberOf(e, name));
        }
    }

    private static byte[] Read(FileStream file, string path, int limit)
    {
        // The length is a hint only: /proc reports none, and files grow.
        var expected = file.CanSeek ? file.Length : 0;
        if (expected > limit)
        {
            throw TooLarge(path, limit);
        }

        var buffer = new byte[expected > 0 ? (int)expected : FirstSize];
        var length = 0;
        Span<byte> beyond = stackalloc byte[1];
        while (true)
        {
            // A full buffer is the result as it is if nothing comes after it.
            var isFull = length == buffer.Length;
            var count = file.Read(isFull ? beyond : buffer.AsSpan(length));
            if (count == 0)
            {
                return Trim(buffer, length);
            }

            if (isFull)
            {
                buffer = EnsureRoom(buffer, length + 1, path, limit);
                buffer[length] = beyond[0];
                beyond.Clear();
            }

            length += count;
        }
    }

    private static byte[] EnsureRoom(byte[] buffer, int length, string name, int limit)
    {
        if (length > limit)
        {
            CryptographicOperations.ZeroMemory(buffer);
            throw TooLarge(name, limit);
        }

        if (length < buffer.Length)
        {
            return buffer;
        }

        var larger = new byte[(int)Math.Min(buffer.Length * 2L, (long)limit + 1)];
        buffer.CopyTo(larger, 0);
        CryptographicOperations.ZeroMemory(buffer);
        return larger;
    }

    private static SecretsKitException TooLarge(string name, int limit) =>
        new(ErrorCode.LimitExceeded, string.Create(CultureInfo.InvariantCulture, $"{name} is larger than {limit} bytes"));

    private static byte[] Trim(byte[] buffer, int length)
    {
        if (length == buffer.Length)
        {
            return buffer;
        }

        var exact = buffer[..length];
        CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
        return exact;
    }
}
