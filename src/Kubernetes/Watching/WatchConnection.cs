using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Watching;

/// <summary>One connection of a watch.</summary>
/// <param name="client">The server. Lent.</param>
/// <param name="selection">Which objects.</param>
/// <param name="version">The moment after which events are wanted.</param>
internal sealed class WatchConnection(ApiClient client, WatchSelection selection, string version) : IDisposable
{
    // The server ends the connection then; one that is silent for longer is dead.
    private const int Seconds = 300;

    private HttpResponse? _response;
    private JsonLines? _lines;

    /// <summary>The moment after the last event; null if objects have to be listed again.</summary>
    public string? ResumeFrom { get; private set; } = version;

    /// <summary>
    /// How long to wait before the next connection: nothing after one that ended as servers end them, or whose moment is forgotten; else
    /// what the server asks for, or <see cref="WatchSelection.Pause"/>.
    /// </summary>
    public TimeSpan Pause { get; private set; } = selection.Pause;

    /// <summary>The next event; null at the end of the connection.</summary>
    /// <exception cref="ApiException">The server refused for good.</exception>
    public async ValueTask<WatchEvent?> NextAsync(CancellationToken ct)
    {
        try
        {
            _lines ??= await OpenAsync(ct);
            while (await _lines.ReadAsync(ct) is { } line)
            {
                // A line that broke off in the middle is no JSON.
                if (!GoJson.TryParse(line.Span, ApiClient.Reading, out var document, out _))
                {
                    Pause = selection.Pause;
                    return null;
                }

                if (document.Text("type") == "ERROR")
                {
                    // Whatever the server says there, to list again is right; for a moment that is forgotten that need not wait.
                    ResumeFrom = null;
                    Pause = document.Field("object").Field("code") is { Kind: GoKind.Int64, Bits: 410 } ? TimeSpan.Zero : selection.Pause;
                    return null;
                }

                // One that said something was worth making: if the server ends it, the next one follows at once.
                Pause = TimeSpan.Zero;
                ResumeFrom = document.Field("object").Field(ObjectFields.Metadata).Text(ObjectFields.ResourceVersion) is { Length: > 0 } at
                    ? at
                    : ResumeFrom;
                if (KindOf(document) is { } kind)
                {
                    return new WatchEvent(kind, document.Field("object"));
                }
            }
        }
        catch (HttpTransportException)
        {
            Pause = selection.Pause;
        }
        catch (ApiException failure) when (failure.Status.Code is 410 or 429 or >= 500)
        {
            Pause = failure.Status.Code == 410 ? TimeSpan.Zero : failure.Status.RetryAfter ?? selection.Pause;
            ResumeFrom = failure.Status.Code == 410 ? null : ResumeFrom;
        }
        catch (ApiException failure) when (failure.Status.IsNotFound && selection.MayBeMissing)
        {
            // The kind is gone, and its objects with it: another list says so.
            (Pause, ResumeFrom) = (selection.Pause, null);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _response?.Dispose();

    private async Task<JsonLines> OpenAsync(CancellationToken ct)
    {
        _response = await client.OpenAsync(
            new(HttpMethod.Get, selection.Resource.PathOfAll(selection.Namespace))
            {
                Query =
                [
                    .. selection.Options.Query,
                    new("watch", "true"),
                    new("allowWatchBookmarks", "true"),
                    new("resourceVersion", ResumeFrom!),
                    new("timeoutSeconds", Seconds.ToString(CultureInfo.InvariantCulture)),
                ],
                IdleTimeout = TimeSpan.FromSeconds(Seconds + 10),
                MaxResponseBytes = long.MaxValue,
            },
            ct);
        return new(await _response.OpenContentAsync(ct));
    }

    // Bookmarks give the moment alone.
    private static WatchEventKind? KindOf(Value document) => document.Text("type") switch
    {
        "ADDED" => WatchEventKind.Added,
        "MODIFIED" => WatchEventKind.Modified,
        "DELETED" => WatchEventKind.Deleted,
        _ => null,
    };
}
