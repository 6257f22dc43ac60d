using System.Collections.Concurrent;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Validation;

/// <summary>Reads schemas of paths and URLs, each once. Safe on all threads.</summary>
/// <param name="environment">Resolves paths.</param>
/// <param name="server">The network; null where nothing may be fetched.</param>
/// <param name="ct">Ends it.</param>
internal sealed class SchemaReader(HostEnvironment environment, SchemaServer? server, CancellationToken ct)
{
    private const string FileScheme = "file://";
    private const string PathCharacters = "-._~!$&'()*+,;=:@/";

    private readonly ConcurrentDictionary<string, Lazy<SchemaText>> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a path or URL leads to a server.</summary>
    public static bool IsRemote(string place) => HttpUrl.IsMeantBy(place);

    /// <summary>What is at a path or URL.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public SchemaText Read(string place)
    {
        var url = IsRemote(place) || place.StartsWith(FileScheme, StringComparison.Ordinal) ? place : UrlOf(place);
        return _known.GetOrAdd(url, key => new(() => IsRemote(key) ? Fetch(key) : ReadFile(key))).Value;
    }

    private SchemaText Fetch(string url)
    {
        if (server is null)
        {
            return new(url) { Problem = $"no location is on a server: {HttpUrl.Mask(url)} is not fetched" };
        }

#pragma warning disable RS0030 // A resource is checked on a thread of its own; waiting for its schema is part of it.
        return server.GetAsync(url, ct).GetAwaiter().GetResult();
#pragma warning restore RS0030
    }

    private SchemaText ReadFile(string url)
    {
        var path = PathOf(url);
        if (path is null)
        {
            return new(url);
        }

        try
        {
            return new(url) { Content = FileReader.Read(environment, path, SchemaServer.MaxBytes) };
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileNotFound)
        {
            return new(url);
        }
        catch (SecretsKitException failure)
        {
            return new(url) { Problem = failure.Message };
        }
    }

    private string UrlOf(string path)
    {
        var escaped = new StringBuilder(FileScheme);
        foreach (var letter in Encoding.UTF8.GetBytes(environment.CleanPath(path)))
        {
            _ = char.IsAsciiLetterOrDigit((char)letter) || PathCharacters.Contains((char)letter, StringComparison.Ordinal)
                ? escaped.Append((char)letter)
                : escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"%{letter:X2}");
        }

        return escaped.ToString();
    }

    // Null where the URL names no file of this machine.
    private static string? PathOf(string url) =>
        GoUrl.TryParse(Encoding.UTF8.GetBytes(url), out var parts, out _) && parts.Host.Length == 0
            ? Encoding.UTF8.GetString(parts.Path)
            : null;
}
