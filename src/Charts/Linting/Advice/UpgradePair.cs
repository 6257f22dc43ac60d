namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Two upgrades of one installed release, at different times with different random values.</summary>
/// <param name="One">The files of one.</param>
/// <param name="Other">Those of the other.</param>
/// <param name="LooksElsewhere">Whether templates asked for what the release does not make: what they keep is unknown.</param>
internal sealed record UpgradePair(
    IReadOnlyDictionary<string, byte[]> One, IReadOnlyDictionary<string, byte[]> Other, bool LooksElsewhere);
