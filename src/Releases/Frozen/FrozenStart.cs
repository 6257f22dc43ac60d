using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Frozen;

/// <summary>The state of the release that a plan starts from.</summary>
/// <param name="Revision">The last revision, from 1.</param>
/// <param name="Status">Its state.</param>
/// <param name="Digest">What its record is known again by.</param>
/// <param name="Base">
/// The revision whose objects are changed: the last one, or the one that is deployed. Without its chart, which the new record has.
/// </param>
/// <param name="BaseDigest">What the record of that revision is known again by.</param>
public sealed record FrozenStart(int Revision, ReleaseStatus Status, string Digest, Release Base, string BaseDigest);
