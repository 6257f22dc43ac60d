namespace SecretsKit.Platform.Http.Limits;

/// <summary>The places and the rate of one server.</summary>
internal sealed class ServerLimit : IDisposable
{
    private readonly SemaphoreSlim? _places;
    private readonly TokenBucket? _rate;

    public ServerLimit(HttpLimits limits, TimeProvider clock)
    {
        _places = limits.MaxConcurrent is { } most ? new(most, most) : null;
        _rate = limits.RequestsPerSecond is { } rate ? new(rate, limits.Burst, clock) : null;
    }

    /// <summary>Those who wait or have a place; belongs to the limiter.</summary>
    public int Users { get; set; }

    /// <summary>Whether it is as if it were new, apart from places in use.</summary>
    public bool IsRested => _rate?.IsFull ?? true;

    /// <summary>Waits for a place first, so that who waits for one uses nothing of the rate.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        if (_places is not null)
        {
            await _places.WaitAsync(ct);
        }

        try
        {
            if (_rate is not null)
            {
                await _rate.TakeAsync(ct);
            }
        }
        catch
        {
            _places?.Release();
            throw;
        }
    }

    /// <summary>Frees a place.</summary>
    public void Release() => _places?.Release();

    public void Dispose()
    {
        _places?.Dispose();
        _rate?.Dispose();
    }
}
