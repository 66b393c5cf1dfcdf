//! One member, one voice: the roll does not depend on shares.

use proptest::prelude::*;
use service::views;

use crate::world::World;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_roll_has_one_voice_per_member_whatever_the_shares(shares in prop::collection::vec(1..5000_u32, 3..9)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::with_shares(&shares).await;
            world.open_votes().await;
            let view = views::assembly(&world.service, world.assembly).await.unwrap();
            let members = u32::try_from(shares.len()).unwrap();
            for item in &view.items {
                prop_assert_eq!(item.voices, Some(members));
            }
            prop_assert_eq!(view.members, members);
            // The most shares give exactly what one share gives.
            for who in 0..shares.len() {
                prop_assert_eq!(world.paper(who).await.votes.len(), 2);
            }
            Ok(())
        })?;
    }
}
