using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Calls;

/// <summary>Reads objects of a cluster for <c>lookup</c> (spec sprig.md 15).</summary>
/// <param name="apiVersion">Group and version.</param>
/// <param name="kind">The kind.</param>
/// <param name="namespace">Empty for all namespaces, and for objects that are in none.</param>
/// <param name="name">Empty for a list of all.</param>
/// <returns>A map; an empty one where nothing is found.</returns>
public delegate Value ObjectLookup(string apiVersion, string kind, string @namespace, string name);
