//! Whole assemblies through the service functions, with ballots made by `protocol` as a browser makes them.

mod casting;
mod concurrent;
mod demo;
mod journey;
mod members;
mod offices;
mod roll;
mod world;
