using System.Globalization;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>What containers have printed. It may hold secrets.</summary>
/// <param name="Namespace">The namespace of the pod.</param>
/// <param name="Pod">The pod.</param>
public sealed record PodLogs(string Namespace, string Pod)
{
    /// <summary>The container. Default empty: the only one.</summary>
    public string Container { get; init; } = "";

    /// <summary>Whether more is read as it is printed, until the container ends. Default no.</summary>
    public bool Follows { get; init; }

    /// <summary>Whether the container's last run is meant, before it was started again. Default no.</summary>
    public bool IsPrevious { get; init; }

    /// <summary>Only so many lines from the end. Default null: all.</summary>
    public int? LastLines { get; init; }

    /// <summary>Only so many bytes from there on, at least 1. Default null: all.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Begins to read.</summary>
    /// <returns>The text is its content; the caller disposes it.</returns>
    /// <exception cref="ApiException">The server refused, or the container has not been started yet (status 400).</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public Task<HttpResponse> OpenAsync(ApiClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var query = new List<KeyValuePair<string, string>>();
        if (Container.Length > 0)
        {
            query.Add(new("container", Container));
        }

        if (Follows)
        {
            query.Add(new("follow", "true"));
        }

        if (IsPrevious)
        {
            query.Add(new("previous", "true"));
        }

        if (LastLines is { } lines)
        {
            query.Add(new("tailLines", lines.ToString(CultureInfo.InvariantCulture)));
        }

        if (MaxBytes is { } bytes)
        {
            query.Add(new("limitBytes", bytes.ToString(CultureInfo.InvariantCulture)));
        }

        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(Namespace)}/pods/{Uri.EscapeDataString(Pod)}/log";
        return client.OpenAsync(
            new(HttpMethod.Get, path)
            {
                Query = query,
                Accept = "*/*",
                IdleTimeout = Follows ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(1),
                MaxResponseBytes = Follows ? long.MaxValue : 256L * 1024 * 1024,
            },
            cancellationToken);
    }
}
